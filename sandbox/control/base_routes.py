"""Routes of the control API about bases, recognition and the helpdesk."""

from sandbox.control import bases, grid, office, table_views
from sandbox.control.asking import Answer

GET, POST, PUT, DELETE = "GET", "POST", "PUT", "DELETE"

OFFICE: list[tuple[str, str, Answer]] = [
    (GET, "/bases", bases.bases),
    (POST, "/bases", bases.make),
    (PUT, "/bases/{app_token}", bases.change),
    (DELETE, "/bases/{app_token}", bases.delete),
    (POST, "/bases/{app_token}/copy", bases.copy),
    (POST, "/bases/{app_token}/tables", bases.make_table),
    (GET, "/bases/{app_token}/tables/{table_id}", bases.grid),
    (PUT, "/bases/{app_token}/tables/{table_id}", bases.change_table),
    (DELETE, "/bases/{app_token}/tables/{table_id}", bases.delete_table),
    (POST, "/bases/{app_token}/tables/{table_id}/rows", grid.add_row),
    (PUT, "/bases/{app_token}/tables/{table_id}/rows/{record_id}", grid.change_row),
    (DELETE, "/bases/{app_token}/tables/{table_id}/rows/{record_id}", grid.delete_row),
    (POST, "/bases/{app_token}/tables/{table_id}/fields", grid.add_column),
    (PUT, "/bases/{app_token}/tables/{table_id}/fields/{field_id}", grid.change_column),
    (DELETE, "/bases/{app_token}/tables/{table_id}/fields/{field_id}", grid.delete_column),
    (POST, "/bases/{app_token}/tables/{table_id}/views", table_views.add),
    (PUT, "/bases/{app_token}/tables/{table_id}/views/{view_id}", table_views.change),
    (DELETE, "/bases/{app_token}/tables/{table_id}/views/{view_id}", table_views.delete),
    (POST, "/bases/{app_token}/tables/{table_id}/forms/{form_id}/submit", grid.submit),
    (GET, "/ocr", office.ocr),
    (POST, "/ocr", office.ocr),
    (GET, "/speech", office.speech),
    (POST, "/speech", office.speech),
    (POST, "/voice", office.voice),
    (GET, "/helpdesk", office.helpdesk),
    (POST, "/helpdesk", office.helpdesk),
    (POST, "/helpdesk/tickets", office.ticket),
    (POST, "/helpdesk/tickets/{ticket_id}/messages", office.ticket_message),
]
