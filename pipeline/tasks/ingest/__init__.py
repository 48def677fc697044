"""From feeds to articles: polling, reading pages, archives, and the list of feeds itself."""
