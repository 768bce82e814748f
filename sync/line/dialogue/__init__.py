"""The conversation with a citizen: pure, event by event, with memory and office handed in."""

from sync.line.dialogue.checking_in import arrived
from sync.line.dialogue.converse import converse
from sync.line.dialogue.hearing import chat_line
from sync.line.dialogue.model import (
    ChatOffice,
    CheckIn,
    CitizenAct,
    Conversation,
    Effect,
    EraseData,
    FaqCount,
    ForgetMessage,
    KeepPicture,
    PairClerk,
    PassOn,
    SubmitRequest,
    SurveyAnswer,
    Turn,
)
from sync.line.dialogue.rescheduling import refused
from sync.line.dialogue.upkeep import keeps_until, purged, unsent

__all__ = [
    "ChatOffice",
    "CheckIn",
    "CitizenAct",
    "Conversation",
    "Effect",
    "EraseData",
    "FaqCount",
    "ForgetMessage",
    "KeepPicture",
    "PairClerk",
    "PassOn",
    "SubmitRequest",
    "SurveyAnswer",
    "Turn",
    "arrived",
    "chat_line",
    "converse",
    "keeps_until",
    "purged",
    "refused",
    "unsent",
]
