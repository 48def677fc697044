-- Corrections in the form that exports and the API give.
-- depends: 0072_answer_at_once

create view correction_objects as
select
    corrections.correction_id,
    corrections.kind,
    corrections.field,
    corrections.value,
    corrections.about,
    corrections.reason,
    corrections.made_by,
    corrections.made_at,
    corrections.undone_by,
    corrections.undone_at,
    (
        select coalesce(array_agg(event_corrections.event_id order by event_corrections.event_id), '{}')
        from event_corrections
        where event_corrections.correction_id = corrections.correction_id
    ) as events,
    coalesce((
        select
            jsonb_agg(
                jsonb_build_object(
                    'part', correction_sentences.part, 'url', correction_sentences.article_url,
                    'quote', correction_sentences.quote, 'start', correction_sentences.start_offset,
                    'end', correction_sentences.end_offset
                )
                order by correction_sentences.part, correction_sentences.ordinal
            )
        from correction_sentences
        where correction_sentences.correction_id = corrections.correction_id
    ), '[]') as sentences
from corrections;
comment on view correction_objects is
'Every correction as exports and the API give it: with the sentences it speaks of and the events it holds for now.';
