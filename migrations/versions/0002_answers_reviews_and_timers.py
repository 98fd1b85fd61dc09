"""Answers, reviews and timers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bitable_call",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("table_id", sa.String(length=64), nullable=False),
        sa.Column("client_token", sa.String(length=36), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "begun", "done", "refused", name="bitablecallstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bitable_call")),
        sa.UniqueConstraint("client_token", name=op.f("uq_bitable_call_client_token")),
    )
    with op.batch_alter_table("bitable_call", schema=None) as batch_op:
        batch_op.create_index("ix_bitable_call_state", ["key", "state"], unique=False)

    op.create_table(
        "bitable_mark",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "record_id", name=op.f("pk_bitable_mark")),
    )
    op.create_table(
        "bitable_problem",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", "name", name=op.f("pk_bitable_problem")),
    )
    op.create_table(
        "bitable_table",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("app_token", sa.String(length=64), nullable=False),
        sa.Column("table_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(length=96), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bitable_table")),
    )
    op.create_table(
        "bitable_task",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("takeovers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bitable_task")),
    )
    with op.batch_alter_table("bitable_task", schema=None) as batch_op:
        batch_op.create_index(
            "uq_bitable_task_waiting",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "drafted",
                "approved",
                "held",
                "sent",
                "skipped",
                name="digeststate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("draft_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unapproved", sa.String(length=8), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=96), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("week", name=op.f("uq_digest_week")),
    )
    op.create_table(
        "digest_opt_out",
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("open_id", name=op.f("pk_digest_opt_out")),
    )
    op.create_table(
        "embedding",
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "digest", name=op.f("pk_embedding")),
    )
    op.create_table(
        "grant_of_role",
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reviewer",
                "operator",
                "manager",
                "product",
                "admin",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("granted_by", sa.String(length=96), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("open_id", "role", name=op.f("pk_grant_of_role")),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "priority",
                "routing",
                "sla",
                "safety",
                name="policykind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=96), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_policy_kind_version")),
    )
    op.create_table(
        "skill_group",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("fallback", sa.String(length=32), nullable=True),
        sa.Column("chat_id", sa.String(length=96), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_skill_group")),
        sa.UniqueConstraint("name", name=op.f("uq_skill_group_name")),
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("updated_by", sa.String(length=96), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )
    op.create_table(
        "timer",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("event_type", sa.String(length=96), nullable=False),
        sa.Column("lane", sa.String(length=96), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timer_due_at"), ["due_at"], unique=False)

    op.create_table(
        "trend_alert",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_alert")),
        sa.UniqueConstraint("topic", "day", name=op.f("uq_trend_alert_topic_day")),
    )
    with op.batch_alter_table("trend_alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trend_alert_at"), ["at"], unique=False)

    op.create_table(
        "bitable_row",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_id", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "live",
                "missing",
                "archived",
                name="bitablerowstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("synced", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.String(length=200), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["key"], ["bitable_table.key"], name=op.f("fk_bitable_row_key")),
        sa.PrimaryKeyConstraint("key", "item_id", name=op.f("pk_bitable_row")),
        sa.UniqueConstraint(
            "table_id", "record_id", name=op.f("uq_bitable_row_table_id_record_id")
        ),
    )
    with op.batch_alter_table("bitable_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bitable_row_state"), ["state"], unique=False)

    op.create_table(
        "digest_delivery",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "stations", "managers", "product", name="audience", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "unknown",
                "refused",
                "recalling",
                "recalled",
                name="deliverystate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("batch_id", sa.String(length=96), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_delivery_digest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_delivery")),
        sa.UniqueConstraint(
            "digest_id",
            "audience",
            "number",
            name=op.f("uq_digest_delivery_digest_id_audience_number"),
        ),
    )
    with op.batch_alter_table("digest_delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_digest_delivery_state_counted_at", ["state", "counted_at"], unique=False
        )

    op.create_table(
        "digest_topic",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("known_issue", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("stations", sa.Integer(), nullable=False),
        sa.Column("before", sa.Double(), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_topic_digest_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entry.id"], name=op.f("fk_digest_topic_entry_id")
        ),
        sa.PrimaryKeyConstraint("digest_id", "position", name=op.f("pk_digest_topic")),
    )
    op.create_table(
        "faq_attachment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("image_key", sa.String(length=120), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["faq_entry.id"],
            name=op.f("fk_faq_attachment_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_attachment")),
        sa.UniqueConstraint("entry_id", "digest", name=op.f("uq_faq_attachment_entry_id_digest")),
    )
    op.create_table(
        "faq_proposal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new",
                "edit",
                "phrasing",
                "archive",
                "gap",
                name="proposalkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "approved",
                "rejected",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(length=96), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=96), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_proposal_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_proposal")),
    )
    with op.batch_alter_table("faq_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_proposal_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_faq_proposal_state_created_at", ["state", "created_at"], unique=False
        )
        batch_op.create_index(
            "uq_faq_proposal_open",
            ["fingerprint"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "faq_version",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=96), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_version_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_faq_version_entry_id_number")),
    )
    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.String(length=96), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("message_id", sa.String(length=96), nullable=False),
        sa.Column("file_key", sa.String(length=160), nullable=False),
        sa.Column(
            "medium",
            sa.Enum("image", "audio", name="medium", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "read",
                "empty",
                "failed",
                name="recognitionstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_recognition_inbound_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint(
            "message_id", "file_key", name=op.f("uq_recognition_message_id_file_key")
        ),
    )
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_inbound_id"), ["inbound_id"], unique=False)

    op.create_table(
        "agent",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("specialty", sa.String(length=120), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum("roster", "on", "off", name="duty", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("duty_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duty_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agent_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_agent")),
    )
    with op.batch_alter_table("agent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agent_tier"), ["tier"], unique=False)

    op.create_table(
        "dialogue",
        sa.Column("chat_id", sa.String(length=96), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("clarifying", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clarifying"], ["question.id"], name=op.f("fk_dialogue_clarifying")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name=op.f("fk_dialogue_entry_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_dialogue_question_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", "open_id", name=op.f("pk_dialogue")),
    )
    op.create_table(
        "digest_recipient",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "stations", "managers", "product", name="audience", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("station_code", sa.String(length=32), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "queued",
                "sent",
                "unreachable",
                "unknown",
                "opted_out",
                "recalled",
                name="outcome",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["digest_delivery.id"], name=op.f("fk_digest_recipient_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_recipient_digest_id")
        ),
        sa.PrimaryKeyConstraint(
            "digest_id", "audience", "open_id", name=op.f("pk_digest_recipient")
        ),
    )
    with op.batch_alter_table("digest_recipient", schema=None) as batch_op:
        batch_op.create_index("ix_digest_recipient_delivery_id", ["delivery_id"], unique=False)

    op.create_table(
        "faq_case",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("normalised", sa.String(length=400), nullable=False),
        sa.Column("via", sa.String(length=24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_case_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_faq_case_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_case")),
        sa.UniqueConstraint("entry_id", "normalised", name=op.f("uq_faq_case_entry_id_normalised")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "wish",
                "advice",
                "defect",
                "praise",
                name="feedbackkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("low", "normal", "high", name="urgency", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("station_code", sa.String(length=32), nullable=True),
        sa.Column("submitter", sa.String(length=96), nullable=False),
        sa.Column("chat_id", sa.String(length=96), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "accepted",
                "planned",
                "done",
                "declined",
                "merged",
                name="feedbackstatus",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("owner", sa.String(length=96), nullable=True),
        sa.Column("plan_date", sa.Date(), nullable=True),
        sa.Column("public_reply", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["feedback.id"], name=op.f("fk_feedback_merged_into")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_feedback_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_code"], ["station.code"], name=op.f("fk_feedback_station_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_feedback_draft_id")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_station_code"), ["station_code"], unique=False
        )
        batch_op.create_index(
            "ix_feedback_status_created_at", ["status", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_feedback_submitter"), ["submitter"], unique=False)

    op.create_table(
        "lead",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lead_person_id")),
        sa.PrimaryKeyConstraint("scope", "person_id", name=op.f("pk_lead")),
    )
    op.create_table(
        "utterance",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.String(length=96), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("message_id", sa.String(length=96), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_utterance_inbound_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_utterance_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance")),
        sa.UniqueConstraint("inbound_id", name=op.f("uq_utterance_inbound_id")),
    )
    with op.batch_alter_table("utterance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_utterance_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_utterance_question_id"), ["question_id"], unique=False)

    op.create_table(
        "agent_skill",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_code"], ["skill_group.code"], name=op.f("fk_agent_skill_group_code")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["agent.person_id"], name=op.f("fk_agent_skill_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "group_code", name=op.f("pk_agent_skill")),
    )
    with op.batch_alter_table("agent_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agent_skill_group_code"), ["group_code"], unique=False)

    op.create_table(
        "feedback_answer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_answer_feedback_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_answer")),
    )
    with op.batch_alter_table("feedback_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_answer_feedback_id"), ["feedback_id"], unique=False
        )

    op.create_table(
        "feedback_draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("chat_id", sa.String(length=96), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(length=24), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=True),
        sa.Column("pictures_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_draft_feedback_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_feedback_draft_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_draft")),
    )
    with op.batch_alter_table("feedback_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_draft_open_id"), ["open_id"], unique=False)

    op.create_table(
        "feedback_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=96), nullable=False),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_event_feedback_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_event")),
    )
    with op.batch_alter_table("feedback_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_event_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_feedback_event_feedback_id"), ["feedback_id"], unique=False
        )

    op.create_table(
        "feedback_news",
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_news_feedback_id")
        ),
        sa.PrimaryKeyConstraint("open_id", "feedback_id", name=op.f("pk_feedback_news")),
    )
    op.create_table(
        "feedback_picture",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=96), nullable=False),
        sa.Column("file_key", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("lost", sa.String(length=200), nullable=False),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_picture_feedback_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_picture")),
    )
    with op.batch_alter_table("feedback_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_picture_feedback_id"), ["feedback_id"], unique=False
        )

    op.create_table(
        "feedback_session",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.String(length=96), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chat_id", sa.String(length=96), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_session_feedback_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_session")),
        sa.UniqueConstraint("feedback_id", name=op.f("uq_feedback_session_feedback_id")),
    )
    op.create_table(
        "feedback_vote",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("station_code", sa.String(length=32), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_vote_feedback_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_code"], ["station.code"], name=op.f("fk_feedback_vote_station_code")
        ),
        sa.PrimaryKeyConstraint("feedback_id", "open_id", name=op.f("pk_feedback_vote")),
    )
    op.create_table(
        "roster_exception",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("leave", "extra", name="exceptionkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swap", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("created_by", sa.String(length=96), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["agent.person_id"], name=op.f("fk_roster_exception_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_exception")),
    )
    with op.batch_alter_table("roster_exception", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roster_exception_person_id_ends_at", ["person_id", "ends_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_roster_exception_swap"), ["swap"], unique=False)

    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("holidays", sa.Boolean(), nullable=False),
        sa.Column("cycle_weeks", sa.Integer(), nullable=False),
        sa.Column("cycle_at", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["agent.person_id"], name=op.f("fk_shift_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint(
            "person_id",
            "weekday",
            "start_minute",
            "cycle_at",
            name=op.f("uq_shift_person_id_weekday_start_minute_cycle_at"),
        ),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_person_id"), ["person_id"], unique=False)

    op.create_table(
        "shift_handoff",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("giver", sa.String(length=32), nullable=False),
        sa.Column("taker", sa.String(length=32), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                name="handoffstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("shift_ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["giver"], ["agent.person_id"], name=op.f("fk_shift_handoff_giver")
        ),
        sa.ForeignKeyConstraint(
            ["taker"], ["agent.person_id"], name=op.f("fk_shift_handoff_taker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handoff")),
        sa.UniqueConstraint(
            "giver",
            "shift_ended_at",
            "taker",
            name=op.f("uq_shift_handoff_giver_shift_ended_at_taker"),
        ),
    )
    with op.batch_alter_table("shift_handoff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_handoff_taker"), ["taker"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("told_seq", sa.Integer(), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("repaired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "queued",
                "assigned",
                "in_progress",
                "waiting_user",
                "escalated",
                "resolved",
                "closed",
                "cancelled",
                "merged",
                name="ticketstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column(
            "priority",
            sa.Enum("P1", "P2", "P3", "P4", name="ticketpriority", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("skill_group", sa.String(length=32), nullable=False),
        sa.Column("station_code", sa.String(length=32), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("watchers", sa.JSON(), nullable=False),
        sa.Column("experts", sa.JSON(), nullable=False),
        sa.Column("declined_by", sa.JSON(), nullable=False),
        sa.Column("requester", sa.String(length=96), nullable=False),
        sa.Column("origin_chat_id", sa.String(length=96), nullable=False),
        sa.Column("chat_id", sa.String(length=96), nullable=True),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.Column("handover_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unanswered_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("desk_spoke_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("transfers", sa.Integer(), nullable=False),
        sa.Column("urges", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["person.id"], name=op.f("fk_ticket_assignee")),
        sa.ForeignKeyConstraint(["follows_id"], ["ticket.id"], name=op.f("fk_ticket_follows_id")),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover_request.id"], name=op.f("fk_ticket_handover_id")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["ticket.id"], name=op.f("fk_ticket_merged_into")),
        sa.ForeignKeyConstraint(["parent_id"], ["ticket.id"], name=op.f("fk_ticket_parent_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_ticket_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_code"], ["station.code"], name=op.f("fk_ticket_station_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("handover_id", name=op.f("uq_ticket_handover_id")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_assignee_state", ["assignee", "state"], unique=False)
        batch_op.create_index("ix_ticket_chat_id", ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_ticket_queue", ["state", "skill_group", "priority", "opened_at"], unique=False
        )
        batch_op.create_index("ix_ticket_requester_id", ["requester", "id"], unique=False)
        batch_op.create_index(
            "ix_ticket_skill_group_resolved_at", ["skill_group", "resolved_at"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_state_next_check_at", ["state", "next_check_at"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_station_code_opened_at", ["station_code", "opened_at"], unique=False
        )

    op.create_table(
        "feedback_signup",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("open_id", sa.String(length=96), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["feedback_session.id"], name=op.f("fk_feedback_signup_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "open_id", name=op.f("pk_feedback_signup")),
    )
    op.create_table(
        "ticket_attachment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=96), nullable=False),
        sa.Column("file_key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("recognition_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_ticket_attachment_recognition_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_attachment_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_attachment")),
        sa.UniqueConstraint(
            "ticket_id", "file_key", name=op.f("uq_ticket_attachment_ticket_id_file_key")
        ),
    )
    op.create_table(
        "ticket_clock",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed_seconds", sa.Double(), nullable=True),
        sa.Column("spent_seconds", sa.Double(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_clock_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "name", "cycle", name=op.f("pk_ticket_clock")),
    )
    with op.batch_alter_table("ticket_clock", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_clock_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.create_index(
            "ix_ticket_clock_name_started_at", ["name", "started_at"], unique=False
        )

    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "queued",
                "assigned",
                "accepted",
                "claimed",
                "declined",
                "taken_back",
                "transferred",
                "user_spoke",
                "desk_spoke",
                "waited",
                "resumed",
                "escalated",
                "expert_called",
                "expert_joined",
                "deescalated",
                "resolved",
                "confirmed",
                "closed",
                "cancelled",
                "reopened",
                "merged",
                "absorbed",
                "linked",
                "noted",
                "supplemented",
                "attached",
                "urged",
                "edited",
                "stepped",
                "repaired",
                name="ticketeventkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=96), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
        sa.UniqueConstraint("ticket_id", "seq", name=op.f("uq_ticket_event_ticket_id_seq")),
    )
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_event_at"), ["at"], unique=False)

    op.create_table(
        "ticket_face",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("user", "room", "desk", name="facekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=96), nullable=False),
        sa.Column("outbound_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_face_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_face")),
    )
    with op.batch_alter_table("ticket_face", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_face_outbound_id"), ["outbound_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ticket_face_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "ticket_line",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=96), nullable=True),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=96), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_line_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_line")),
        sa.UniqueConstraint(
            "ticket_id", "message_id", name=op.f("uq_ticket_line_ticket_id_message_id")
        ),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("human_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("faq_entry", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "safety",
                sa.Enum("normal", "caution", "hazard", name="safety", native_enum=False, length=24),
                server_default="normal",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("owner", sa.String(length=96), nullable=True))
        batch_op.add_column(sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("origin", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_faq_entry_origin"), ["origin"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_entry_valid_until"), ["valid_until"], unique=False)

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("via", sa.String(length=16), server_default="text", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("via")

    with op.batch_alter_table("faq_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_entry_valid_until"))
        batch_op.drop_index(batch_op.f("ix_faq_entry_origin"))
        batch_op.drop_column("origin")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("valid_until")
        batch_op.drop_column("owner")
        batch_op.drop_column("safety")
        batch_op.drop_column("version")

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("human_since")

    op.drop_table("ticket_line")
    with op.batch_alter_table("ticket_face", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_face_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_face_outbound_id"))

    op.drop_table("ticket_face")
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_event_at"))

    op.drop_table("ticket_event")
    with op.batch_alter_table("ticket_clock", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_clock_name_started_at")
        batch_op.drop_index(
            "ix_ticket_clock_due",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.drop_table("ticket_clock")
    op.drop_table("ticket_attachment")
    op.drop_table("feedback_signup")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_station_code_opened_at")
        batch_op.drop_index("ix_ticket_state_next_check_at")
        batch_op.drop_index("ix_ticket_skill_group_resolved_at")
        batch_op.drop_index("ix_ticket_requester_id")
        batch_op.drop_index("ix_ticket_queue")
        batch_op.drop_index(batch_op.f("ix_ticket_parent_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_merged_into"))
        batch_op.drop_index(batch_op.f("ix_ticket_follows_id"))
        batch_op.drop_index("ix_ticket_chat_id")
        batch_op.drop_index("ix_ticket_assignee_state")

    op.drop_table("ticket")
    with op.batch_alter_table("shift_handoff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_handoff_taker"))

    op.drop_table("shift_handoff")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_person_id"))

    op.drop_table("shift")
    with op.batch_alter_table("roster_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_exception_swap"))
        batch_op.drop_index("ix_roster_exception_person_id_ends_at")

    op.drop_table("roster_exception")
    op.drop_table("feedback_vote")
    op.drop_table("feedback_session")
    with op.batch_alter_table("feedback_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_picture_feedback_id"))

    op.drop_table("feedback_picture")
    op.drop_table("feedback_news")
    with op.batch_alter_table("feedback_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_event_feedback_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_event_at"))

    op.drop_table("feedback_event")
    with op.batch_alter_table("feedback_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_draft_open_id"))

    op.drop_table("feedback_draft")
    with op.batch_alter_table("feedback_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_answer_feedback_id"))

    op.drop_table("feedback_answer")
    with op.batch_alter_table("agent_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agent_skill_group_code"))

    op.drop_table("agent_skill")
    with op.batch_alter_table("utterance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_utterance_question_id"))
        batch_op.drop_index(batch_op.f("ix_utterance_chat_id"))

    op.drop_table("utterance")
    op.drop_table("lead")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_submitter"))
        batch_op.drop_index("ix_feedback_status_created_at")
        batch_op.drop_index(batch_op.f("ix_feedback_station_code"))

    op.drop_table("feedback")
    op.drop_table("faq_case")
    with op.batch_alter_table("digest_recipient", schema=None) as batch_op:
        batch_op.drop_index("ix_digest_recipient_delivery_id")

    op.drop_table("digest_recipient")
    op.drop_table("dialogue")
    with op.batch_alter_table("agent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agent_tier"))

    op.drop_table("agent")
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_inbound_id"))
        batch_op.drop_index(batch_op.f("ix_recognition_chat_id"))

    op.drop_table("recognition")
    op.drop_table("faq_version")
    with op.batch_alter_table("faq_proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_faq_proposal_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_faq_proposal_state_created_at")
        batch_op.drop_index(batch_op.f("ix_faq_proposal_entry_id"))

    op.drop_table("faq_proposal")
    op.drop_table("faq_attachment")
    op.drop_table("digest_topic")
    with op.batch_alter_table("digest_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_digest_delivery_state_counted_at")

    op.drop_table("digest_delivery")
    with op.batch_alter_table("bitable_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bitable_row_state"))

    op.drop_table("bitable_row")
    with op.batch_alter_table("trend_alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trend_alert_at"))

    op.drop_table("trend_alert")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timer_due_at"))

    op.drop_table("timer")
    op.drop_table("synonym")
    op.drop_table("skill_group")
    op.drop_table("policy")
    op.drop_table("grant_of_role")
    op.drop_table("embedding")
    op.drop_table("digest_opt_out")
    op.drop_table("digest")
    op.drop_table("calendar_day")
    with op.batch_alter_table("bitable_task", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bitable_task_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("bitable_task")
    op.drop_table("bitable_table")
    op.drop_table("bitable_problem")
    op.drop_table("bitable_mark")
    with op.batch_alter_table("bitable_call", schema=None) as batch_op:
        batch_op.drop_index("ix_bitable_call_state")

    op.drop_table("bitable_call")
