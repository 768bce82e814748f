from desk.lease import LeaseKeeper


def test_a_lease_is_renewed_once_a_third_of_it_was_worked_in() -> None:
    lease = LeaseKeeper(10, 0.0)
    lease.used(100.0)
    assert not lease.due(199.0)
    assert lease.due(200.0)
    lease.renewed(200.0)
    assert not lease.due(1000.0)


def test_a_desk_left_alone_lets_the_lease_end() -> None:
    lease = LeaseKeeper(10, 0.0)
    assert not lease.due(10_000.0)
