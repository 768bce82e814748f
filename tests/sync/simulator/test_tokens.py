"""What the platform remembers of a call, against a plain model of the published rules."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule

from sync.simulator.identities import MessageIds, event_id, is_user_id, user_id
from sync.simulator.tokens import Quota, Rate, ReplyTokens, RetryKeys
from tests.sync.simulator.conftest import MONDAY, HandSetClock


@dataclass
class Told:
    happened: float
    deliveries: list[float]
    used: bool = False

    def good(self, now: float) -> bool:
        fresh = now <= self.deliveries[-1] + 60
        redelivered = self.deliveries[-1] > self.happened
        return not self.used and fresh and (not redelivered or now <= self.happened + 1200)


class ReplyTokensBehave(RuleBasedStateMachine):
    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.clock = HandSetClock()
        self.memory = ReplyTokens(self.clock)
        self.model: dict[str, Told] = {}

    @rule(target=tokens, user=st.sampled_from("abc"))
    def issue(self, user: str) -> str:
        token = self.memory.issue(user)
        assert token not in self.model
        self.model[token] = Told(self.clock.now, [self.clock.now])
        return token

    @rule(seconds=st.sampled_from([0.5, 30.0, 60.0, 61.0, 600.0, 1141.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule(token=tokens)
    def deliver(self, token: str) -> None:
        self.memory.delivered(token)
        self.model[token].deliveries.append(self.clock.now)

    @rule(token=tokens)
    def reply(self, token: str) -> None:
        good = self.model[token].good(self.clock.now)
        assert (self.memory.owner(token) is not None) == good
        if good:
            self.memory.use(token)
            self.model[token].used = True

    @rule(nonsense=st.none() | st.integers() | st.text())
    def reply_with_nonsense(self, nonsense: object) -> None:
        assert self.memory.owner(nonsense) is None


TestReplyTokens = ReplyTokensBehave.TestCase
TestReplyTokens.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([0.0, 3600.0, 86_400.0])), max_size=20))
def test_a_retry_key_is_executed_once_within_a_day(calls: list[tuple[str, float]]) -> None:
    clock = HandSetClock()
    keys = RetryKeys(clock)
    executed: dict[str, float] = {}
    for number, (key, pause) in enumerate(calls):
        clock.now += pause
        before = keys.accepted(key.upper())
        assert (before is not None) == (key in executed and clock.now - executed[key] <= 86_400)
        if before is None:
            keys.remember(key, str(number), [], b"")
            executed[key] = clock.now


def test_the_month_ends_in_japan() -> None:
    clock = HandSetClock(1_798_729_199.0)  # 31 December 2026, 23.59.59 in Tokyo, 21.59.59 in Bangkok
    quota = Quota(clock, 1)
    quota.count()
    assert quota.spent
    clock.now += 1
    assert (quota.used, quota.spent) == (0, False)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_a_rate_is_never_exceeded(pauses: list[float]) -> None:
    clock = HandSetClock()
    rate = Rate(clock, 5)
    passed: list[float] = []
    for pause in pauses:
        clock.now += pause
        if rate.take():
            passed.append(clock.now)
    for start in passed:
        assert len([at for at in passed if start <= at < start + 1]) <= 10
    clock.now += 10
    assert [rate.take() for _ in range(6)] == [True] * 5 + [False]


def test_a_clock_that_goes_back_lends_no_calls() -> None:
    clock = HandSetClock()
    rate = Rate(clock, 1)
    assert rate.take()
    clock.now -= 100
    assert not rate.take()


def test_ids_grow_and_do_not_repeat_after_a_restart() -> None:
    clock = HandSetClock()
    first, second = MessageIds(clock), MessageIds(clock)
    ids = [int(first.next()) for _ in range(1000)]
    assert ids == sorted(set(ids))
    assert all(len(str(one)) == 18 for one in ids)
    clock.now += 60
    assert int(second.next()) > ids[-1]


def test_a_ulid_begins_with_its_time() -> None:
    clock = HandSetClock(MONDAY)
    assert event_id(clock)[:10] == event_id(clock)[:10] < event_id(HandSetClock(MONDAY + 0.001))[:10]
    assert event_id(lambda: 1_469_918_176.385)[:10] == "01ARYZ6S41"


def test_user_ids_have_line_s_form() -> None:
    assert is_user_id(user_id("สมศรี"))
    assert user_id("สมศรี") == user_id("สมศรี") != user_id("มาลี")
    assert not any(is_user_id(wrong) for wrong in (None, 5, "", "U" + "A" * 32, user_id("ก") + "\n"))
