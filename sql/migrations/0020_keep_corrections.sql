-- Corrections: what a person has set right is kept as a fact that every later run respects, until it is undone.
-- depends: 0010_add_silences

create table corrections (
    correction_id bigint generated always as identity primary key,
    kind text not null check (kind in ('merge', 'split', 'fix', 'dismiss', 'add', 'note', 'tag')),
    field text check (
        field in ('type', 'mode', 'status', 'title', 'starts_on', 'ends_on', 'place', 'venue', 'actors')
    ),
    value text,
    about text not null,
    reason text not null default '',
    made_by text not null check (made_by <> ''),
    made_at timestamptz not null default now(),
    as_of timestamptz not null default reader_now(),
    undone_by text,
    undone_at timestamptz,
    applied boolean not null default false,
    check ((kind = 'fix') = (field is not null)),
    check ((kind in ('fix', 'add', 'note', 'tag')) = (value is not null)),
    check ((undone_at is null) = (undone_by is null))
);
create index corrections_waiting on corrections (correction_id) where not applied;
comment on table corrections is
'What people have set right, by whom, when and why. Its content never changes; it may be undone. Make them by the functions correct_... or the command.';
comment on column corrections.correction_id is 'Key; of two that contradict, the one with the higher key counts.';
comment on column corrections.kind is
'merge: these are one event; split: these are two; fix: a field has this value; dismiss: it is no event; add: an event that no article tells; note; tag.';
comment on column corrections.field is 'Of a fix: the field.';
comment on column corrections.value is
'Of a fix: the value, as docs/corrections.md says; of a note or tag: its words; of an addition: what was given, as JSON.';
comment on column corrections.about is 'Title of the event, or of the events, when it was made.';
comment on column corrections.reason is 'Why.';
comment on column corrections.made_by is 'Who.';
comment on column corrections.made_at is 'When.';
comment on column corrections.as_of is 'The time as of which the table was read then (reader_now()): by publication, it is known from then on.';
comment on column corrections.undone_by is 'Who undid it.';
comment on column corrections.undone_at is 'When it was undone; null while it stands.';
comment on column corrections.applied is 'Whether the events show it (or no longer show it, where it was undone); false until the resolver has run.';

create function corrections_keep_content() returns trigger language plpgsql as $$
begin
    if (new.kind, new.field, new.value, new.about, new.reason, new.made_by, new.made_at, new.as_of)
       is distinct from (old.kind, old.field, old.value, old.about, old.reason, old.made_by, old.made_at, old.as_of)
       or (old.undone_at is not null and (new.undone_at, new.undone_by) is distinct from (old.undone_at, old.undone_by))
    then
        raise exception 'a correction''s content never changes; undo it and make another';
    end if;
    return new;
end
$$;
create trigger corrections_keep_content before update on corrections
for each row execute function corrections_keep_content();

create table correction_sentences (
    correction_id bigint not null references corrections on delete cascade,
    part integer not null check (part >= 1),
    ordinal integer not null check (ordinal >= 1),
    event_id bigint,
    article_url text not null,
    start_offset integer not null,
    end_offset integer not null,
    type text not null,
    quote text not null,
    mention_key text,
    primary key (correction_id, part, ordinal)
);
create index correction_sentences_by_mention on correction_sentences (mention_key);
create index correction_sentences_by_article on correction_sentences (article_url);
create index correction_sentences_by_event on correction_sentences (event_id);
comment on table correction_sentences is
'The sentences that a correction speaks of: it holds for whatever event has (most of) them, whatever that event''s id.';
comment on column correction_sentences.correction_id is 'The correction.';
comment on column correction_sentences.part is
'Of a merge: which of the events; of a split: 1 for what stays, 2 for what is taken out; else 1.';
comment on column correction_sentences.ordinal is 'Order within the part, from 1.';
comment on column correction_sentences.event_id is 'The event that had it when the correction was made.';
comment on column correction_sentences.article_url is 'Address of its article.';
comment on column correction_sentences.start_offset is 'First character in the article''s text, then.';
comment on column correction_sentences.end_offset is 'One past the last character, then.';
comment on column correction_sentences.type is 'PLOVER type of its mention, then.';
comment on column correction_sentences.quote is 'Its words.';
comment on column correction_sentences.mention_key is 'The mention of it now (mentions.mention_key); null where its article no longer says so.';

create table event_corrections (
    event_id bigint not null references events on delete cascade,
    correction_id bigint not null references corrections on delete cascade,
    primary key (event_id, correction_id)
);
create index event_corrections_by_correction on event_corrections (correction_id);
comment on table event_corrections is 'Which corrections hold for which events now; written by the resolver.';
comment on column event_corrections.event_id is 'The event.';
comment on column event_corrections.correction_id is 'A correction that stands.';

-- What was added by hand is an article of the person's own words.
alter table articles drop constraint articles_text_from_check;
alter table articles add constraint articles_text_from_check check (text_from in ('page', 'feed', 'given', 'hand'));
alter table articles drop constraint articles_published_from_check;
alter table articles add constraint articles_published_from_check check (published_from in ('feed', 'page', 'given', 'hand'));
comment on column articles.text_from is
'Where the text comes from: the page, the feed''s own content, given (backfill), or a person''s hand (an event added by a correction).';
comment on column articles.published_from is
'Who says when it was published: the feed, the page, whoever gave the article, or the hand that added it.';

alter table mentions drop constraint mentions_state_check;
alter table mentions add constraint mentions_state_check check (state in ('new', 'resolved', 'dismissed'));
comment on column mentions.state is 'new until the resolver has placed it; dismissed where a person has said that it reports no event.';

-- Redirects are kept as they were made and followed when asked, so that undoing one leaves the others right.
alter table event_redirects drop constraint event_redirects_merged_into_fkey;
comment on column event_redirects.merged_into is 'Event that took its reports; it may have been merged since: current_event follows on.';

create function current_event(event bigint) returns bigint language sql stable as $$
    with recursive onward (event_id, step) as (
        select current_event.event, 0
        union all
        select event_redirects.merged_into, onward.step + 1
        from onward
        inner join event_redirects on onward.event_id = event_redirects.event_id
        where onward.step < 1000
    )

    select events.event_id
    from onward
    inner join events on onward.event_id = events.event_id
    order by onward.step
    limit 1
$$;
comment on function current_event(bigint) is 'The event that an id stands for today: itself, or what it was merged into; null where there is none.';
