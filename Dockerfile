# A small image of the command. It needs no network when it runs: docker run --rm --network none -v "$PWD:/data:ro" IMAGE check fleet.csv
FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/compliance \
    && /opt/compliance/bin/pip install --no-cache-dir -c /src/constraints.txt /src

FROM python:3.13-slim
COPY --from=build /opt/compliance /opt/compliance
RUN useradd --create-home --uid 10001 compliance
ENV PATH=/opt/compliance/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /data
ENTRYPOINT ["compliance"]
CMD ["--help"]
