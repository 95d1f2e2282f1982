"""PDF with a text layer → Document. Tables come from their drawn lines, with true spans; pages that are pictures go to the OCR reader."""

from gongkai.documents.readers.pdf.reader import read

__all__ = ["read"]
