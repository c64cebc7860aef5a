/* model_json.h: what the writer and the reader of models agree on. */
#ifndef EH_LINK_MODEL_JSON_H
#define EH_LINK_MODEL_JSON_H

#define EH_MODEL_SCHEMA "evenhand linkage model 2"

#endif
