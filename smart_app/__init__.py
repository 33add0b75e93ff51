"""The SMART app: Flask views, each of which calls one workflow and renders."""
