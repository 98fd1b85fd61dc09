"""bitable/v1: bases, tables, columns, views, forms and rows."""
