match.o: src/link/match.c src/link/match.h src/link/model.h \
  src/link/gamma.h src/link/field.h src/link/table.h src/base/base.h \
  src/base/alloc.h src/base/arena.h src/base/str.h src/base/error.h \
  src/base/buf.h src/base/map.h src/base/pool.h src/base/random.h \
  src/base/time.h src/base/utf8.h src/base/vec.h \
  include/evenhand/linkage.h src/link/types.h src/link/vocab.h \
  src/link/keys.h src/link/patterns.h src/link/index.h src/link/train.h

src/link/match.h:

src/link/model.h:

src/link/gamma.h:

src/link/field.h:

src/link/table.h:

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

include/evenhand/linkage.h:

src/link/types.h:

src/link/vocab.h:

src/link/keys.h:

src/link/patterns.h:

src/link/index.h:

src/link/train.h:
