# The app's image: the program, compiled ahead of time, and the few files it opens; no distribution and no runtime around it.
#
#   docker build --tag esp-smart-meter .
#
# Both base images can be replaced: --build-arg SDK_IMAGE=... (where /usr/share/dotnet is the .NET SDK), --build-arg BASE_IMAGE=... (Debian).
# --build-arg AOT=false brings the runtime instead: less memory to build, more to run.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${SDK_IMAGE} AS sdk

# The program is linked where its libraries come from: linked in the SDK's image, a newer distribution, it would ask for a newer C library than is
# in the image below.
FROM ${BASE_IMAGE} AS program
ARG AOT=true
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates clang libssl3 libstdc++6 zlib1g-dev
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 NUGET_CERT_REVOCATION_MODE=offline \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ src/
# With the runtime: ready-to-run code costs size and saves the just-in-time compiler's time and memory at each start.
# The analyzers are for those who change the sources; those of a newer SDK shall not stop who only builds.
RUN case "$(uname -m)" in \
      x86_64) rid=linux-x64 ;; \
      aarch64) rid=linux-arm64 ;; \
      *) echo "There is no build for $(uname -m)" >&2; exit 1 ;; \
    esac \
 && case "$AOT" in \
      true) set -- -p:PublishAot=true -p:StripSymbols=true ;; \
      false) set -- -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:TieredCompilation=false ;; \
      *) echo "AOT is true or false, not '$AOT'" >&2; exit 1 ;; \
    esac \
 && /usr/share/dotnet/dotnet publish src/EspSmartMeter/EspSmartMeter.csproj --nologo -c Release -r "$rid" --self-contained true -o /app \
      -p:UseAppHost=true -p:DebugType=none -p:GenerateDocumentationFile=false -p:RunAnalyzers=false "$@" \
 && rm -f /app/*.pdb /app/*.dbg /app/*.xml /app/*.staticwebassets.endpoints.json /app/createdump /app/libmscord*.so /app/libclrgc*.so /app/libcoreclrtraceptprovider.so

FROM ${BASE_IMAGE} AS files
RUN apt-get update \
 && apt-get install -y --no-install-recommends binutils busybox-static ca-certificates libssl3 libstdc++6 tzdata zlib1g
COPY --from=program /app /image/app
COPY firmware/bundle/ /image/app/firmware/
# Beside the program: the libraries that it and they ask for, those opened by name (names, TLS), certificates, time zones.
RUN set -e; cd /image; \
    mkdir -p data dev etc/ssl/certs proc sys tmp usr/bin usr/lib/ssl usr/lib64 usr/share; chmod 1777 tmp; \
    ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/lib64 lib64; \
    multiarch=/usr/lib/$(uname -m)-linux-gnu; \
    by_name=$(ls $multiarch/libssl.so.3 $multiarch/libcrypto.so.3 \
                 $multiarch/libnss_dns.so.2 $multiarch/libnss_files.so.2 $multiarch/libresolv.so.2 2>/dev/null || true); \
    for file in app/esp-smart-meter $(ls app/*.so 2>/dev/null) $by_name; do \
      case $file in app/*) ;; *) echo "$file" ;; esac; \
      ldd "$file" | grep -oE '/[^ ]+' || true; \
    done | sort -u | grep -v '^/image/' | while read -r library; do mkdir -p ".$(dirname "$library")"; cp -L "$library" ".$library"; done; \
    cp -L /bin/busybox bin/busybox; \
    cp /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/; \
    cp /etc/ssl/openssl.cnf etc/ssl/; ln -s /etc/ssl/openssl.cnf usr/lib/ssl/openssl.cnf; \
    cp -r /usr/share/zoneinfo usr/share/; rm -rf usr/share/zoneinfo/right usr/share/zoneinfo/posix; \
    echo 'hosts: files dns' >etc/nsswitch.conf; \
    echo 'root:x:0:0::/data:' >etc/passwd; echo 'root:x:0:' >etc/group
# An image whose program would not start, and a program that would not start on Debian 12, are not made.
COPY scripts/glibc-fits /
RUN /glibc-fits /image/lib/$(uname -m)-linux-gnu/libc.so.6 /image/app/esp-smart-meter /image/app/*.so

FROM scratch
ARG BUILD_VERSION=dev
ARG BUILD_ARCH
LABEL io.hass.type="app" \
      io.hass.version="${BUILD_VERSION}" \
      io.hass.arch="${BUILD_ARCH}" \
      org.opencontainers.image.title="esp-smart-meter" \
      org.opencontainers.image.description="Reads smart meters and brings them into Home Assistant" \
      org.opencontainers.image.source="https://github.com/esp-smart-meter/esp-smart-meter" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${BUILD_VERSION}"
COPY --from=files /image /
# No debugger ever attaches here; its pipes in /tmp would only be in the way of a read-only file system.
ENV DOTNET_EnableDiagnostics=0 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    ESM_DATA=/data
# Root, because Home Assistant's /data and the serial ports are root's. Elsewhere `--user` works, where that user may write /data.
VOLUME /data
EXPOSE 8099
# wget and the shell around it are one static file.
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s --retries=3 \
  CMD ["/bin/busybox", "sh", "-c", "exec /bin/busybox wget -q -Y off -O /dev/null http://127.0.0.1:${ESM_HTTP:-8099}/health"]
ENTRYPOINT ["/app/esp-smart-meter"]
CMD ["run"]
