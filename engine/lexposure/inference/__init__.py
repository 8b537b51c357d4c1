"""Three-valued evaluation: the reference explains, durable-rules decides."""
