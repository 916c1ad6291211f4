"""Danish in and Danish out: what people mean, when they mean, and how our own texts read.  Pure."""
