"""Several tables in one Arrow stream, so that a stage keeps the shape `Iterator[RecordBatch] -> Iterator[RecordBatch]`.

A stage gives rows of several tables; engines (a process pool, Spark's mapInArrow) carry one flat schema.  A parcel
row is the name of a table and one record batch of that table as an Arrow IPC stream.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa

PARCELS = pa.schema([pa.field("table", pa.string(), False), pa.field("payload", pa.binary(), False)])


def pack(tables: Iterable[tuple[str, pa.RecordBatch]]) -> pa.RecordBatch:
    """Pack (table name, rows) pairs into one batch of PARCELS; empty tables are left out."""
    rows = []
    for name, batch in tables:
        if batch.num_rows:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            rows.append({"table": name, "payload": sink.getvalue().to_pybytes()})
    return pa.RecordBatch.from_pylist(rows, schema=PARCELS)


def unpack(parcels: pa.RecordBatch) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The reverse of `pack`, in order."""
    for row in parcels.to_pylist():
        with pa.ipc.open_stream(row["payload"]) as reader:
            for batch in reader:
                yield row["table"], batch
