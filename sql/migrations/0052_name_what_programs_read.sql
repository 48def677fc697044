-- Developments, stories, feeds and alerts in the form that exports and the API give, each told in one place as events are.
-- depends: 0051_count_what_was_set_aside

create view development_objects as
select
    developments.development_id,
    developments.event_id,
    developments.kind,
    developments.article_url,
    developments.before_value,
    developments.after_value,
    developments.reported_at,
    developments.quote,
    events.title,
    events.type
from developments
inner join events on developments.event_id = events.event_id
where developments.superseded_at is null;
comment on view development_objects is 'Every live development as the API gives it: with its words, and its event''s title and type.';

create view story_objects as
select
    stories.story_id,
    stories.title,
    coalesce((
        select jsonb_agg(articles.url order by articles.published_at nulls last, articles.url)
        from articles
        where articles.story_id = stories.story_id
    ), '[]') as articles,
    coalesce((
        select jsonb_agg(events.event_id order by events.event_id)
        from events
        where events.story_id = stories.story_id
    ), '[]') as events
from stories;
comment on view story_objects is 'Every story as exports and the API give it: with its articles and events in one row.';

create view feed_objects as
select
    feeds.feed_id,
    feeds.url,
    feeds.title,
    outlets.name as outlet,
    feeds.state,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.error_code,
    feeds.error,
    feeds.entries
from feeds
left join outlets on feeds.outlet_id = outlets.outlet_id;
comment on view feed_objects is 'Every feed as exports and the API give it: with its outlet and how it fares.';

create view alert_objects as
select
    alerts.alert_id,
    watches.name as watch,
    alerts.subject_kind,
    alerts.development_id,
    alerts.subject_key,
    alerts.state,
    alerts.sent_at
from alerts
inner join watches on alerts.watch_id = watches.watch_id;
comment on view alert_objects is 'Every alert as exports and the API give it: with the name of its watch.';
