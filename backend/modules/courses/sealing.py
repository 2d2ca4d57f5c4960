"""What sealed texts of the night school are bound to, so that each opens in its own place alone."""

from uuid import UUID


def seed_context(course_id: UUID) -> str:
    """The seed of a lottery."""
    return f"lottery_secret:{course_id}"


def comment_context(review_id: UUID) -> str:
    """What someone wrote of a course."""
    return f"course_review:{review_id}"


def appeal_context(block_id: UUID) -> str:
    """What someone wrote against a block."""
    return f"learner_block:{block_id}"
