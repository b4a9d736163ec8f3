"""The official form 部门整体支出绩效自评报告, one file a section. This shape is stored, sent, imported and exported."""
