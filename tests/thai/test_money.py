from thai.money import baht


def test_baht() -> None:
    assert baht(0) == "0 บาท"
    assert baht(20) == "20 บาท"
    assert baht(1200) == "1,200 บาท"
