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


def test_a_lease_that_began_before_is_renewed_when_it_would_have_been() -> None:
    lease = LeaseKeeper(10, 1000.0, left=500.0)
    lease.used(1001.0)
    assert not lease.due(1099.0)
    assert lease.due(1100.0)
    assert LeaseKeeper(10, 1000.0, left=300.0).due(1000.0)


def test_clocks_that_differ_make_no_lease_longer_than_a_whole_one() -> None:
    ahead, behind = LeaseKeeper(10, 0.0, left=-9000.0), LeaseKeeper(10, 0.0, left=9000.0)
    assert ahead.due(0.0)
    behind.used(1.0)
    assert behind.due(200.0)
