-- What was set aside is counted at each scrape of the metrics and by the doctor: without looking through the tables.
-- depends: 0050_add_api

create index articles_quarantined on articles (article_id) where state = 'quarantined';
create index deliveries_parked on deliveries (delivery_id) where state = 'parked';
