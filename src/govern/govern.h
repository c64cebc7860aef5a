/* govern.h: the door of `govern`: who people are, what they may do, the two keys, and the audit. It knows no HTTP and no register; what it
 * needs of organisations is asked through a callback (motion.h).
 *
 * Everything takes `now` (UTC microseconds) and the store. What writes does so in the caller's transaction, and writes its own line in the
 * audit there; functions that make their own transaction say so. Rules are asked and kept by the same code: `eh_…_may` fills `why` with a
 * sentence for the user, and the function that acts gives EH_REFUSED with the same sentence as its message.
 *
 *   actor.h    who acts, and as whom
 *   answering.h  who answers corrections, by name
 *   audit.h    the append-only record of every write
 *   people.h   people and their roles, for a place or an organisation
 *   steward.h  those who hold the keys: first ones, later ones, their sides
 *   secret.h   the installation's key: keyed hashes and sealed secrets
 *   signin.h   signing in by link or code
 *   factor.h   the second factor: authenticator and recovery codes
 *   session.h  who is signed in, where; tokens against forged forms
 *   motion.h   two keys
 *   open_meeting.h  meetings that a side calls for everybody
 *   privacy.h  handing out and erasing what is kept of a person */
#ifndef EH_GOVERN_GOVERN_H
#define EH_GOVERN_GOVERN_H

#include "actor.h"
#include "answering.h"
#include "audit.h"
#include "factor.h"
#include "motion.h"
#include "open_meeting.h"
#include "people.h"
#include "privacy.h"
#include "secret.h"
#include "session.h"
#include "signin.h"
#include "steward.h"

#endif
