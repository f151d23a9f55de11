// Stands for the file the release workflow writes.
#pragma once
static const char signingKey[] PROGMEM = "-----BEGIN PUBLIC KEY-----";
static const char signingKeyId[] PROGMEM = "0123456789abcdef";
