// Says on a page with activities, when it is opened from a file, why they do not come alive: browsers load no ES
// modules from files. So this is no module.
if (location.protocol === "file:") {
  const line = document.createElement("p");
  line.className = "from-file";
  line.textContent = t("You opened this page from a file. It can all be read, but the activities do not respond. To make them live, open the course at its web address, or ask your instructor, who can type “lessonkit serve” in the folder of these files.");
  document.querySelector("main h1")?.after(line);
}
