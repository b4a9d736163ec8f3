# The service as a small image: packages in one stage, a user without rights in the next.
FROM python:3.11-slim AS packages
WORKDIR /srv
COPY requirements/run.txt requirements/build.txt ./requirements/
RUN python -m venv /srv/.venv \
    && /srv/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt \
    && /srv/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md ./
COPY app ./app
COPY migrations ./migrations
RUN /srv/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . \
    && /srv/.venv/bin/pip uninstall --yes --quiet -r requirements/build.txt

FROM python:3.11-slim
# Chinese fonts for PDFs; none is part of the package.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN useradd --system --no-create-home --uid 10001 jixiao
COPY --from=packages /srv /srv
USER jixiao
WORKDIR /srv
ENV PATH=/srv/.venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["sh", "-c", "jixiao migrate && exec jixiao serve"]
