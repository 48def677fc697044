# The image of docker-compose.yml: the locked environment, an ordinary user, one entry for every part.
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv && python -m venv /opt/wirewatch
WORKDIR /src
COPY requirements.lock ./
RUN uv pip sync --require-hashes --python /opt/wirewatch/bin/python requirements.lock
COPY . .
RUN uv pip install --python /opt/wirewatch/bin/python --no-deps --no-build-isolation .

FROM python:3.11-slim
COPY --from=build /opt/wirewatch /opt/wirewatch
RUN useradd --create-home wirewatch && install -d -o wirewatch /var/lib/wirewatch
USER wirewatch
ENV PATH=/opt/wirewatch/bin:$PATH PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["python", "-m", "pipeline.orchestration.container"]
CMD ["pages"]
