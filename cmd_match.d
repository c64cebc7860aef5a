cmd_match.o: src/cli/cmd_match.c src/cli/cli.h src/base/base.h \
  src/base/alloc.h src/base/arena.h src/base/str.h src/base/error.h \
  src/base/buf.h src/base/map.h src/base/pool.h src/base/random.h \
  src/base/time.h src/base/utf8.h src/base/vec.h src/store/db.h \
  src/exchange/match_report.h src/link/load.h src/link/table.h \
  include/evenhand/linkage.h src/link/truth.h src/io/csv_write.h \
  src/io/stream.h

src/cli/cli.h:

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

src/store/db.h:

src/exchange/match_report.h:

src/link/load.h:

src/link/table.h:

include/evenhand/linkage.h:

src/link/truth.h:

src/io/csv_write.h:

src/io/stream.h:
