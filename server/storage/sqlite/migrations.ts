import type { Database } from 'better-sqlite3'
import { StorageError } from '../ports.ts'

/**
 * The tables, step by step. The file's `user_version` says how many steps it has taken; a step that has been released
 * is never edited. Only integer, text and blob, and no booleans, so that another database can take the same rows.
 */
const STEPS: readonly string[] = [
  `create table streams (
     id integer primary key,
     name text not null unique,
     last_seq integer not null,
     trimmed_seq integer not null
   );
   create table journal (
     stream_id integer not null,
     seq integer not null,
     bytes blob not null,
     crc integer not null,
     primary key (stream_id, seq)
   ) without rowid;
   create table snapshots (
     stream text not null,
     seq integer not null,
     bytes blob not null,
     crc integer not null,
     primary key (stream, seq)
   );
   create table workshops (
     id text primary key not null,
     code text not null unique,
     created_at integer not null
   );
   create table tokens (
     hash text primary key not null,
     role text not null,
     workshop_id text not null,
     participant_id text
   );
   create index tokens_of_seat on tokens (workshop_id, participant_id);
   create table people (
     workshop_id text not null,
     participant_id text not null,
     name text not null,
     primary key (workshop_id, participant_id)
   ) without rowid;`,
  `create table quarantine (
     stream text not null,
     kind text not null,
     seq integer not null,
     reason text not null,
     at integer not null,
     bytes blob not null,
     primary key (stream, kind, seq)
   );
   create table meta (
     key text primary key not null,
     value text not null
   ) without rowid;
   insert into meta (key, value) values ('generation', lower(hex(randomblob(8))));`,
  `create table intake (
     id integer primary key,
     heads blob not null,
     bytes blob not null,
     heads_again blob not null
   );
   create table intake_ends (
     id integer primary key,
     first integer not null,
     last integer not null
   );
   insert into intake_ends (id, first, last) values (1, 1, 0);`,
  // what somebody answered before the workshop, as JSON; goes with the row
  `alter table people add column answers text;`,
  // charter and templates as JSON: they are read and written whole, and nobody looks for anything in them
  `create table communities (
     id text primary key not null,
     charter text not null,
     templates text not null,
     edition integer not null,
     created_at integer not null
   );
   alter table workshops add column community_id text;
   create index workshops_of_community on workshops (community_id, created_at, id);
   alter table tokens add column community_id text;
   create index tokens_of_community on tokens (community_id);`,
  // who somebody is across a community's workshops; goes with the row. One seat a workshop, or it would be a guess.
  `alter table people add column person text;
   create unique index people_of_person on people (person, workshop_id) where person is not null;`,
  // what a facilitator confirmed of a seat: that its person had another one in an earlier workshop
  `create table confirmations (
     workshop_id text not null,
     participant_id text not null,
     there_workshop_id text not null,
     there_participant_id text not null,
     primary key (workshop_id, participant_id)
   ) without rowid;
   create index confirmations_of_there on confirmations (there_workshop_id, there_participant_id);`,
  // what lists say of a workshop, as JSON; null until something is appended, or somebody lists it
  `alter table workshops add column listing text;`,
]

/** Brings a file of any earlier version up to date; a file from a later version is refused untouched. */
export function migrate(db: Database): void {
  const taken = db.pragma('user_version', { simple: true }) as number
  if (taken > STEPS.length) {
    throw new StorageError(
      `The data was written by a newer version of Yoriai (data version ${taken}, known: ${STEPS.length}).`,
    )
  }
  STEPS.forEach((step, index) => {
    if (index < taken) return
    db.transaction(() => {
      db.exec(step)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  })
}
