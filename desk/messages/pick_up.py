"""What the pick-up screen says."""

ATTORNEY_NOTE = "ผู้รับมอบอำนาจเป็นผู้รับเอกสาร"
