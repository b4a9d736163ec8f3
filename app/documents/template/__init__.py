"""The workbook in which a department fills in its report away from the system, and which is imported again."""
