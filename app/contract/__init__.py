"""The wire's vocabulary: what `/api/v1` takes and answers. It re-exports the form and adds what is not it."""
