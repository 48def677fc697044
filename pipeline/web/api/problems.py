"""Errors as problem+json (RFC 9457): what went wrong, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why a request was not answered."""

    type: str = Field(default="about:blank", description="A problem has no page of its own: about:blank.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong with this request, and what to do.")


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words, "content": {MEDIA_TYPE: {}}}
    for status, words in (
        (400, "The request cannot be read"),
        (401, "A token is needed"),
        (403, "The token does not allow it"),
        (404, "There is no such thing"),
        (405, "Not a method of this address"),
        (409, "Another stands in its way"),
        (415, "What is written comes as application/json"),
        (422, "A parameter is wrong, or what was asked cannot be done"),
        (429, "Too many requests"),
        (503, "The database does not answer"),
    )
}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A reply that says what was wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def refused(_: Request, error: Any) -> JSONResponse:
    """For an error that carries its status."""
    detail = str(error.detail)
    if detail == HTTPStatus(error.status_code).phrase:
        detail = {
            404: "There is nothing at this address; openapi.json lists what there is.",
            405: "This address does not take that method; openapi.json lists what there is.",
        }.get(error.status_code, detail)
    return problem(error.status_code, detail, error.headers)


def misread(_: Request, error: Any) -> JSONResponse:
    """For a parameter that is wrong: which, and why."""
    told = [
        f"{'.'.join(str(part) for part in each['loc'][1:]) or each['loc'][0]}: {each['msg']}" for each in error.errors()
    ]
    return problem(422, "; ".join(told))
