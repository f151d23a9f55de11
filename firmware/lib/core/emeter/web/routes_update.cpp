// An image of new firmware: it goes to the updater as it comes.
#include <string.h>

#include "emeter/web/routes.h"

namespace emeter {

bool Routes::takesImage(const HttpRequest& request) {
  return request.method == Method::post && strcmp(request.path, "/api/update") == 0;
}

bool Routes::beginImage(const HttpRequest& request, const Asker& asker, Response& response) {
  if (!access_.meantForUs(request, response) || !access_.mayChange(request, asker, response)) return false;
  Updater* updater = control_.updater();
  if (updater == nullptr) {
    response.error(409, IN_FLASH("this board is not updated over the network"));
    return false;
  }
  if (imageUnderWay_) {
    response.error(409, IN_FLASH("another image is being sent"));
    return false;
  }
  if (request.bodySize == 0) {
    response.error(411, IN_FLASH("send the image as the body, with its length"));
    return false;
  }
  if (!updater->begin(request.bodySize)) {
    response.error(409, updater->error());
    return false;
  }
  mark_ = ImageMark();
  imageUnderWay_ = true;
  return true;
}

bool Routes::writeImage(const uint8_t* from, size_t size, Response& response) {
  mark_.look(from, size);
  if (control_.updater()->write(from, size)) return true;
  response.error(409, control_.updater()->error());
  abortImage();
  return false;
}

void Routes::endImage(Response& response) {
  if (!mark_.seen()) {
    abortImage();
    return response.error(409, IN_FLASH("this is not an image of this firmware for this chip"));
  }
  imageUnderWay_ = false;
  if (!control_.updater()->end()) return response.error(409, control_.updater()->error());
  control_.restartSoon();
  response.json().put(IN_FLASH("{\"restarts\":true}"));
}

void Routes::abortImage() {
  imageUnderWay_ = false;
  control_.updater()->abort();
}

}  // namespace emeter
