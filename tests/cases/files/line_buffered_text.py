import io


raw = io.BytesIO()
file = io.TextIOWrapper(raw, "utf-8", line_buffering=True)
file.write("one")
print(raw.getvalue())
file.write("two\nthree")
print(raw.getvalue())
file.write("\r")
print(raw.getvalue())
through = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
through.write("now")
print(through.buffer.getvalue())
large = io.TextIOWrapper(io.BytesIO(), "utf-8")
large.write("x" * 5000)
print(len(large.buffer.getvalue()))
large.write("x" * 5000)
print(len(large.buffer.getvalue()))
