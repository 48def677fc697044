"""The pages, served from one origin: read-only, without JavaScript for reading, no request to another host."""
