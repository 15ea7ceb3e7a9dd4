"""Records as files: what an import reads again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from data.files.exporting.formats import MEDIA_TYPES, Format
from data.files.writers import actor_pieces, cooperation_pieces
from service.http.dependencies import Language, NetworkToRead
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import ActorsExportQuestion, CooperationsExportQuestion, ExportQuestion
from service.runtime.served_network import ServedNetwork

router = APIRouter(prefix="/v1/exports", tags=["exports"])

MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024
DEFAULT = Format.JSONL
# What a part of Accept asks for, the names of all kinds included.
_ACCEPTED = {**{kind: form for form, kind in MEDIA_TYPES.items()}, "*/*": DEFAULT, "application/*": DEFAULT,
             "application/jsonl": Format.JSONL, "application/json-lines": Format.JSONL, "text/*": Format.CSV}
_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
FILE: dict[int | str, dict[str, Any]] = {200: {
    "description": "The file.",
    "headers": {"Content-Disposition": {"description": "A name for it.", "schema": {"type": "string"}}},
    "content": {kind: {"schema": _BINARY if form is Format.XLSX else {"type": "object"} if form is Format.JSONLD
                       else {"type": "string"}} for form, kind in MEDIA_TYPES.items()}}}


@router.get("/actors", summary="Export actors", response_class=StreamingResponse,
            responses={**FILE, **error_answers()})
def export_actors(request: Request, network: NetworkToRead, language: Language,
                  question: Annotated[ActorsExportQuestion, query(ActorsExportQuestion)]) -> StreamingResponse:
    """Return the profiles that pass the filters, in the order of their ids, as a file that an import reads again.

    CSV has the separator and the decimal comma that the Excel of the reader's language has. Contact data are not in it.
    """
    filters = question.filters(network.vocabularies)
    actors = network.matcher.snapshot.shown(filters)
    form = _format_of(request, question)
    return _download(actor_pieces(actors, form, network.vocabularies, language), form, f"{_name(network)}-actors")


@router.get("/cooperations", summary="Export cooperations", response_class=StreamingResponse,
            responses={**FILE, **error_answers()})
def export_cooperations(
    request: Request, network: NetworkToRead, language: Language,
    question: Annotated[CooperationsExportQuestion, query(CooperationsExportQuestion)],
) -> StreamingResponse:
    """Return the cooperations of the network, or of one actor, as a file that an import reads again."""
    snapshot = network.matcher.snapshot
    records = [item for item in snapshot.shown_cooperations()
               if not question.actor or question.actor in item.members]
    form = _format_of(request, question)
    return _download(cooperation_pieces(records, form, network.vocabularies, language), form,
                     f"{_name(network)}-cooperations")


def _name(network: ServedNetwork) -> str:
    return f"{network.store.name}-{network.today().isoformat()}"


def _format_of(request: Request, question: ExportQuestion) -> Format:
    """Return the format that a request asks for, or the one that its header Accept likes best (RFC 9110, 12.5.1)."""
    if question.format is not None:
        return question.format
    parts = [part.partition(";") for part in ",".join(request.headers.getlist("accept")).lower().split(",")]
    likings = {_ACCEPTED[kind.strip()]: _quality(rest) for kind, _, rest in parts if kind.strip() in _ACCEPTED}
    best = max(likings, key=lambda form: likings[form], default=DEFAULT)
    return best if likings.get(best, 0) > 0 else DEFAULT


def _quality(parameters: str) -> float:
    """Return how much something is liked, 0 to 1; what cannot be read says nothing against it."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0


def _download(pieces: Iterable[bytes], form: Format, name: str) -> StreamingResponse:
    """Return an answer that is sent in pieces, after all of it could be made: nobody is sent half a file."""
    file = SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115 – closed when the last piece has been sent
    try:
        file.writelines(pieces)
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Content-Length": str(file.tell()),
               "Vary": "Accept"}
    file.seek(0)
    return StreamingResponse(_chunks(file), headers=headers, media_type=MEDIA_TYPES[form])


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with closing(file):
        yield from iter(lambda: file.read(CHUNK_BYTES), b"")
