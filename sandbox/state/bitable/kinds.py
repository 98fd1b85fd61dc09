"""The types of columns.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-field/guide
"""

TEXT, NUMBER, SINGLE, MULTI, DATE, CHECKBOX = 1, 2, 3, 4, 5, 7
PERSON, PHONE, URL, ATTACHMENT, LINK, LOOKUP, FORMULA = 11, 13, 15, 17, 18, 19, 20
DUPLEX, LOCATION, GROUP, STAGE = 21, 22, 23, 24
CREATED_TIME, MODIFIED_TIME, CREATED_USER, MODIFIED_USER, AUTO = 1001, 1002, 1003, 1004, 1005
BUTTON = 3001

# The first is what a column gets that asks for none.
UI_TYPES: dict[int, tuple[str, ...]] = {
    TEXT: ("Text", "Barcode", "Email"),
    NUMBER: ("Number", "Progress", "Currency", "Rating"),
    SINGLE: ("SingleSelect",),
    MULTI: ("MultiSelect",),
    DATE: ("DateTime",),
    CHECKBOX: ("Checkbox",),
    PERSON: ("User",),
    PHONE: ("Phone",),
    URL: ("Url",),
    ATTACHMENT: ("Attachment",),
    LINK: ("SingleLink",),
    LOOKUP: ("Lookup",),
    FORMULA: ("Formula",),
    DUPLEX: ("DuplexLink",),
    LOCATION: ("Location",),
    GROUP: ("GroupChat",),
    STAGE: ("Stage",),
    CREATED_TIME: ("CreatedTime",),
    MODIFIED_TIME: ("ModifiedTime",),
    CREATED_USER: ("CreatedUser",),
    MODIFIED_USER: ("ModifiedUser",),
    AUTO: ("AutoNumber",),
    BUTTON: ("Button",),
}
PRIMARY = frozenset({TEXT, NUMBER, DATE, PHONE, URL, FORMULA, LOCATION})
NOT_CREATABLE = frozenset({LOOKUP, STAGE, BUTTON})
READ_ONLY = frozenset(
    {
        LOOKUP,
        FORMULA,
        STAGE,
        CREATED_TIME,
        MODIFIED_TIME,
        CREATED_USER,
        MODIFIED_USER,
        AUTO,
        BUTTON,
    }
)
SELECTS = frozenset({SINGLE, MULTI})
LINKS = frozenset({LINK, DUPLEX})
DATES = frozenset({DATE, CREATED_TIME, MODIFIED_TIME})
PEOPLE = frozenset({PERSON, CREATED_USER, MODIFIED_USER})

MOST_FIELDS = 300
MOST_FORMULAS = 100
MOST_VIEWS = 200
MOST_TABLES = 100
MOST_OPTIONS = 20_000
