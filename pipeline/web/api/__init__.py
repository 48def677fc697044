"""The API for programs: versioned, described by OpenAPI, the same objects as the exports."""
