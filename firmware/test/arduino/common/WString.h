#pragma once
class String {
 public:
  String(const char* text = "");
  String(const String&);
  ~String();
  const char* c_str() const;
};
