"""What pages share: asking cached questions, the filters, the evidence card, safe text, empty states."""
