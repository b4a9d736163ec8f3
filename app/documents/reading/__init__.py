"""The official form in files, one format a module: each gives blocks, which `app.documents.reader` understands."""
