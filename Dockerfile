# Not built where this is developed: build it once yourself before relying on it.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 BOT_DATA_DIR=/data
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY bot bot
COPY locales locales
RUN pybabel compile --domain foelgeskab --directory locales
RUN useradd --system --uid 10001 foelgeskab && mkdir /data && chown foelgeskab /data
USER foelgeskab
VOLUME /data
CMD ["sh", "-c", "python -m bot migrate && exec python -m bot run"]
