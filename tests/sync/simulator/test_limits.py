"""LINE's limits on messages: each refused one step outside, accepted at its edge."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.simulator.conversation import read_message
from sync.simulator.lengths import utf16_units
from sync.simulator.limits import message_problems

Message = dict[str, Any]


def text(length: int = 1, letter: str = "ก") -> Message:
    return {"type": "text", "text": letter * length}


def quick(count: int = 1, **action: Any) -> Message:
    whole = {"type": "message", "label": "ตกลง", "text": "ตกลง"} | action
    return text() | {"quickReply": {"items": [{"type": "action", "action": whole}] * count}}


def bubble(*contents: Message, **more: Any) -> Message:
    return {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": list(contents)},
    } | more


def flex(contents: Message, alt_text: str = "สรุป") -> Message:
    return {"type": "flex", "altText": alt_text, "contents": contents}


def template(**more: Any) -> Message:
    action = {"type": "message", "label": "ตกลง", "text": "ตกลง"}
    whole = {"type": "buttons", "text": "เลือก", "actions": [action]} | more
    return {"type": "template", "altText": "เลือก", "template": whole}


def words(letters: int) -> Message:
    return {"type": "text", "text": "a" * letters}


def button(label: str = "ตกลง") -> Message:
    return {"type": "button", "action": {"type": "postback", "label": label, "data": "x"}}


OK = {"type": "message", "label": "ก", "text": "ก"}


@pytest.mark.parametrize(
    "message",
    [
        text(5000),
        text(2500, "\U0001f642"),
        quick(13),
        quick(label="ก" * 20),
        quick(type="postback", data="x" * 300),
        flex(bubble(words(1)), "ก" * 1500),
        flex({"type": "carousel", "contents": [bubble(words(1))] * 12}),
        flex(bubble(words(30_000))),
        flex(bubble(button("ก" * 40))),
        template(text="ก" * 160),
        template(actions=[OK] * 4),
        template(type="confirm", text="ก" * 240, actions=[OK, OK]),
        {"type": "sticker", "packageId": "446", "stickerId": "1988"},
    ],
)
def test_at_the_edge_a_message_is_accepted_and_readable(message: Message) -> None:
    assert message_problems([message]) == []
    assert read_message(message, 0.0, "1").text


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (text(0), "messages[0].text"),
        (text(5001), "messages[0].text"),
        (text(2501, "\U0001f642"), "messages[0].text"),
        ({"type": "text", "text": 5}, "messages[0].text"),
        ({"type": "hologram"}, "messages[0].type"),
        ({}, "messages[0].type"),
        (quick(14), "messages[0].quickReply.items"),
        (quick(0), "messages[0].quickReply.items"),
        (quick(label="ก" * 21), "messages[0].quickReply.items[0].action.label"),
        (quick(label=""), "messages[0].quickReply.items[0].action.label"),
        (quick(text=""), "messages[0].quickReply.items[0].action.text"),
        (quick(type="postback", data="x" * 301), "messages[0].quickReply.items[0].action.data"),
        (quick(type="uri", uri="javascript:1"), "messages[0].quickReply.items[0].action.uri"),
        (quick(type="datetimepicker", data="x"), "messages[0].quickReply.items[0].action.mode"),
        (flex(bubble(words(1)), ""), "messages[0].altText"),
        (flex(bubble(words(1)), "ก" * 1501), "messages[0].altText"),
        (flex({"type": "carousel", "contents": [bubble(words(1))] * 13}), "messages[0].contents.contents"),
        (flex(bubble(words(30 * 1024))), "messages[0].contents"),
        (flex({"type": "carousel", "contents": [bubble(words(9000))] * 6}), "messages[0].contents"),
        (flex(bubble(words(0))), "messages[0].contents.body.contents[0].text"),
        (flex(bubble(button("ก" * 41))), "messages[0].contents.body.contents[0].action.label"),
        (flex(bubble({"type": "button"})), "messages[0].contents.body.contents[0].action.type"),
        (flex(bubble({"type": "table"})), "messages[0].contents.body.contents[0].type"),
        (flex({"type": "bubble"}), "messages[0].contents"),
        (flex(bubble({"type": "text", "contents": ["ก"]})), "messages[0].contents.body.contents[0].contents"),
        (flex(bubble({"type": "text", "text": 5})), "messages[0].contents.body.contents[0].text"),
        (flex(bubble(body={"type": "box", "contents": []})), "messages[0].contents.body.layout"),
        (template(text="ก" * 161), "messages[0].template.text"),
        (template(text="ก" * 61, title="ก"), "messages[0].template.text"),
        (template(actions=[OK] * 5), "messages[0].template.actions"),
        (template(type="confirm"), "messages[0].template.actions"),
        (template(type="poll"), "messages[0].template.type"),
        ({"type": "image", "originalContentUrl": "https://example.com/a"}, "messages[0].previewImageUrl"),
    ],
)
def test_one_step_outside_a_message_is_refused_where_it_is_wrong(message: Message, where: str) -> None:
    assert [problem.property for problem in message_problems([message])] == [where]


@pytest.mark.parametrize("messages", [None, [], [text()] * 6, "ก", {"type": "text"}])
def test_one_to_five_messages(messages: object) -> None:
    assert [problem.property for problem in message_problems(messages)] == ["messages"]
    assert message_problems([text()] * 5) == []


def test_problems_are_told_in_the_published_words() -> None:
    told = [problem.as_json() for problem in message_problems([text(0), text(5001)])]
    assert told == [
        {"message": "May not be empty", "property": "messages[0].text"},
        {"message": "Length must be between 0 and 5000", "property": "messages[1].text"},
    ]


@given(st.text())
def test_utf16_units_are_counted_as_javascript_counts(words: str) -> None:
    assert utf16_units(words) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in words)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "contents", "action", "quickReply", "items", "template", "actions"]
            ),
            inner
            | st.sampled_from(["text", "flex", "bubble", "box", "button", "template", "buttons", "carousel"]),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.lists(json_values, min_size=1, max_size=5))
def test_any_json_is_judged_without_failing(messages: list[Any]) -> None:
    assert isinstance(message_problems(messages), list)


@given(st.lists(json_values, min_size=1, max_size=5))
def test_what_is_accepted_can_be_shown(messages: list[Any]) -> None:
    if not message_problems(messages):
        for message in messages:
            assert isinstance(read_message(message, 0.0, "1").text, str)
