"""The audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from service.http.dependencies import CurrentInstallation, NetworkToAdminister
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import LogQuestion
from service.schemas.audit import AuditLogPage, log_page

router = APIRouter(prefix="/v1", tags=["audit"])


@router.get("/audit", summary="Show who changed what, and when", responses=error_answers())
def show_audit_log(installation: CurrentInstallation, network: NetworkToAdminister,
                   question: Annotated[LogQuestion, query(LogQuestion)]) -> AuditLogPage:
    """Return a part of the audit log, oldest first: changes of rules, weights, keys and settings.

    The log can only grow: the hash of each entry is made of the one before. “kumppani audit verify” checks it.
    """
    return log_page(installation.audit, network.store.name, question.after, question.limit)
