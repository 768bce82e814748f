from desk.reveal import Reveal


def test_numbers_are_masked_until_opened_and_again_when_the_time_is_over() -> None:
    reveal = Reveal(30)
    assert reveal.left(100.0) == 0
    reveal.open(100.0)
    assert reveal.left(100.0) == 30
    assert reveal.left(129.5) == 1
    assert reveal.left(130.0) == 0
    assert reveal.left(1000.0) == 0


def test_they_can_be_hidden_early_and_opened_again() -> None:
    reveal = Reveal(30)
    reveal.open(0.0)
    reveal.close()
    assert reveal.left(1.0) == 0
    reveal.open(2.0)
    assert reveal.left(2.0) == 30
