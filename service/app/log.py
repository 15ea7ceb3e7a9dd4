"""The log: its forms, and what a line of it costs, since there is one for each request."""

from __future__ import annotations

import logging
from functools import lru_cache
from time import localtime, strftime
from typing import Any

# Uvicorn's own access log is off, since it would keep what people search for.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "service.app.log.Text", "fmt": "%(asctime)s %(levelname)s %(message)s"},
        "json": {"()": "pythonjsonlogger.json.JsonFormatter", "fmt": "%(levelname)s %(name)s %(message)s",
                 "timestamp": True, "json_ensure_ascii": False},
    },
    "loggers": {
        "kumppani": {"handlers": ["stderr"], "level": "INFO"},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING"},
    },
}


class Text(logging.Formatter):
    """Writes lines as text; a second is put into words once for all of its lines."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - as logging has it
        """Return the local time of a line, to the millisecond."""
        second = _words_of(datefmt or self.default_time_format, int(record.created))
        return f"{second},{int(record.msecs):03}"


def logging_as(form: str) -> dict[str, Any]:
    """Return the configuration of the log, as text or as JSON."""
    return {**LOGGING, "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}}}


def leave_out_what_no_form_shows() -> None:
    """Look for no line of the program, thread or process of what is logged, from now on.

    See “Optimization” in the documentation of `logging`.
    """
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


@lru_cache(1)
def _words_of(form: str, seconds: int) -> str:
    """Return a second since 1970 in local time."""
    return strftime(form, localtime(seconds))
