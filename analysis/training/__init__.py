"""The workshop: networks are trained, judged and exported for the reading, which never imports it."""
