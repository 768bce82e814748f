"""The naive service: FastAPI, line-bot-sdk's parser, one SQLModel commit an event.

python -m bench.webhooks_naive PORT DATABASE_FILE
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Header, HTTPException, Request
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.webhook import WebhookParser
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"  # noqa: S105 - facts.md's known answer


class Event(SQLModel, table=True):
    """An event as it came."""

    id: str = Field(primary_key=True)
    body: str


def application(file: str) -> FastAPI:
    """Return the application."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    SQLModel.metadata.create_all(engine)
    parser: Any = WebhookParser(SECRET)
    app = FastAPI()

    @app.post("/line/webhook")
    async def webhook(request: Request, x_line_signature: str = Header()) -> dict[str, str]:
        body = (await request.body()).decode()
        try:
            events = parser.parse(body, x_line_signature)
        except InvalidSignatureError:
            raise HTTPException(401) from None
        for found in events:
            with Session(engine) as session:
                session.add(Event(id=found.webhook_event_id, body=found.json()))
                session.commit()
        return {}

    return app


def main(arguments: list[str]) -> None:
    """Serve until the process is ended."""
    port, file = arguments
    uvicorn.run(application(file), port=int(port), log_level="warning", access_log=False, lifespan="off")


if __name__ == "__main__":
    main(sys.argv[1:])
