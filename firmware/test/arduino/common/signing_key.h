// Stands for the file the release workflow writes.
#pragma once
static const char signingKey[] = "-----BEGIN PUBLIC KEY-----";
