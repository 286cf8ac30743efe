"""The look: tokens, one sheet, page shell, components, charts and maps drawn by the server."""
