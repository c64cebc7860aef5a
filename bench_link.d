bench_link.o: bench/bench_link.c bench/link_sets.h src/base/base.h \
  src/base/alloc.h src/base/arena.h src/base/str.h src/base/error.h \
  src/base/buf.h src/base/map.h src/base/pool.h src/base/random.h \
  src/base/time.h src/base/utf8.h src/base/vec.h src/io/csv_write.h \
  src/io/table.h src/io/stream.h bench/link_baseline.h src/link/load.h \
  src/link/table.h include/evenhand/linkage.h src/link/strings.h \
  src/link/truth.h

bench/link_sets.h:

src/base/base.h:

src/base/alloc.h:

src/base/arena.h:

src/base/str.h:

src/base/error.h:

src/base/buf.h:

src/base/map.h:

src/base/pool.h:

src/base/random.h:

src/base/time.h:

src/base/utf8.h:

src/base/vec.h:

src/io/csv_write.h:

src/io/table.h:

src/io/stream.h:

bench/link_baseline.h:

src/link/load.h:

src/link/table.h:

include/evenhand/linkage.h:

src/link/strings.h:

src/link/truth.h:
