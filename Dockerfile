# The image of docker-compose.yml: the locked environment without what only development needs, an ordinary user, one entry
# for every part.
FROM python:3.11-slim AS build
RUN python -m venv /opt/wirewatch && /opt/wirewatch/bin/python -m pip install --quiet --no-cache-dir uv
WORKDIR /src
COPY . .
RUN /opt/wirewatch/bin/uv pip install --quiet --python /opt/wirewatch/bin/python --no-config --constraints requirements.lock ".[airflow,celery]"
RUN /opt/wirewatch/bin/python -m pip uninstall --quiet --yes uv pip

FROM python:3.11-slim
COPY --from=build /opt/wirewatch /opt/wirewatch
RUN useradd --create-home --uid 1000 wirewatch && install -d -o wirewatch /var/lib/wirewatch
USER wirewatch
ENV PATH=/opt/wirewatch/bin:$PATH PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["python", "-m", "pipeline.orchestration.container"]
CMD ["pages"]
