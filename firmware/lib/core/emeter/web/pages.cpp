#include "emeter/web/pages.h"

namespace emeter {
namespace {

// Each file is one raw string, so that it can be read and changed as the HTML it is.
const char head[] EMETER_FLASH =
#include "pages/head.html"
    ;
const char status[] EMETER_FLASH =
#include "pages/status.html"
    ;
const char setup[] EMETER_FLASH =
#include "pages/setup.html"
    ;
const char settings[] EMETER_FLASH =
#include "pages/settings.html"
    ;
const char update[] EMETER_FLASH =
#include "pages/update.html"
    ;

template <size_t N>
FlashText whole(const char (&text)[N]) {
  return {text, N - 1};
}

}  // namespace

size_t pageParts(Page page, FlashText (&parts)[mostPageParts]) {
  parts[0] = whole(head);
  switch (page) {
    case Page::setup: parts[1] = whole(setup); break;
    case Page::settings: parts[1] = whole(settings); break;
    case Page::update: parts[1] = whole(update); break;
    default: parts[1] = whole(status);
  }
  return 2;
}

}  // namespace emeter
